/** What a text of SQL does, without its strings and comments. */
import { expect, it } from 'vitest';
import { effectOfSql } from '../../../../../main/host/weigh/programs/sql.ts';

it.each([
  ['', 'reads'],
  ['select * from a; explain select 1', 'reads'],
  ["select ';drop table x' as a", 'reads'],
  ['/* drop table x */ select 1', 'reads'],
  ['pragma user_version', 'reads'],
  ['pragma user_version(3)', 'changes'],
  ['pragma writable_schema=1', 'changes'],
  ['explain analyze delete from a where b=1', 'changes'],
  ['with a as (insert into b values (1) returning *) select * from a', 'changes'],
  ['update a set b=1', 'changes'],
  ['delete from a where b=1', 'changes'],
  ["select ''''; drop table x", 'loses'],
  ["select 'it\\'; drop table x; --'", 'loses'],
  ['/*! drop table x */', 'loses'],
  ['delete from a', 'loses'],
  ['delete from a; select 1 where 1=1', 'loses'],
  ['alter role x superuser', 'loses'],
  ["select load_extension('x')", 'unclear'],
  ["copy a from program 'sh'", 'unclear'],
  ["do $$ begin execute format('x'); end $$", 'unclear'],
])('%s: %s', (text, effect) => {
  expect(effectOfSql(text)).toBe(effect);
});
