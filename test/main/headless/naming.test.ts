import { describe, expect, it } from 'vitest';
import { findNamed, notOne } from '../../../main/headless/naming.ts';

const phone = { id: 'k4qz7f2m', name: 'iPhone' };
const tablet = { id: 'k4qzaaaa', name: 'iPad' };
const namedLikeAnId = { id: 'p0p0p0p0', name: 'k4qz7f2m' };
const all = [phone, tablet];

describe('findNamed', () => {
  it('finds by name, whatever its case', () => {
    expect(findNamed(all, 'IPHONE')).toEqual([phone]);
  });

  it('finds by id and by the beginning of one', () => {
    expect(findNamed(all, 'k4qzaaaa')).toEqual([tablet]);
    expect(findNamed(all, 'k4qza')).toEqual([tablet]);
  });

  it('gives all that could be meant', () => {
    const twin = { ...tablet, name: 'iPhone' };
    expect(findNamed([phone, twin], 'iphone')).toEqual([phone, twin]);
    expect(findNamed(all, 'k4qz')).toEqual(all);
  });

  it('lets nobody take the place of another by calling itself by its id', () => {
    expect(findNamed([namedLikeAnId, phone], 'k4qz7f2m')).toEqual([phone]);
  });

  it('finds nothing by a short beginning, an empty word, or a part of a name', () => {
    expect(findNamed(all, 'k4q')).toEqual([]);
    expect(findNamed(all, '')).toEqual([]);
    expect(findNamed(all, 'Phone')).toEqual([]);
  });

  it('finds a name by what of it can be seen', () => {
    expect(findNamed([{ id: 'x', name: 'i\u200bPhone ' }], 'iPhone')).toHaveLength(1);
  });
});

describe('notOne', () => {
  it('lists whom the word could mean, with their ids', () => {
    expect(notOne('phone', 'k4qz', all, all)).toBe(
      'More than one phone is meant by "k4qz". Say which by its id:\n  iPhone  k4qz7f2m\n  iPad  k4qzaaaa',
    );
  });

  it('says what there is, or that there is nothing', () => {
    expect(notOne('phone', 'Nokia', [], all)).toContain('There is no phone "Nokia". There are:\n  iPhone');
    expect(notOne('phone', 'Nokia', [], [])).toBe('There is no phone "Nokia", and none at all.');
  });
});
