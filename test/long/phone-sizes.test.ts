/** A whole supervision on the smallest phone and on a tablet: as test/e2e/phone-sizes.test.ts has it on a phone and at a desk. */
import { superviseAt } from '../supervision/sizes.ts';

superviseAt('small', 'tablet');
