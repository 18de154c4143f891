import { expect, test } from 'vitest';
import { withSuite } from '../../../phone/client/browser-suite.ts';
import { Phone } from './world.ts';

test('whoever connects, pairs or signs has one suite, which is tried once', async () => {
  const [one, other] = [withSuite(new Phone()), withSuite(new Phone())];
  expect(await one.suite()).toBe(await one.suite());
  expect(await other.suite()).toBe(await one.suite());
});
