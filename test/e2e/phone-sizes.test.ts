/**
 * A whole supervision on a phone, under a thumb, and at a desk, by the keyboard alone. On the smallest phone and on a tablet:
 * test/long/phone-sizes.test.ts. Each screen by itself, at all four sizes: phone-views.test.ts.
 */
import { superviseAt } from '../supervision/sizes.ts';

superviseAt('phone', 'desk');
