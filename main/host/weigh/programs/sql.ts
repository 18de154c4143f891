/** What a text of SQL does, as far as it can be seen: it reads, it changes, or it loses data and gives rights. Pure. */

/** `unclear`: it runs text that it makes itself, or a program. */
export type SqlEffect = 'reads' | 'changes' | 'loses' | 'unclear';

const READS =
  /^(select|explain|with|values|show|describe|desc|pragma|table|begin|commit|end|use|analyze table)\b/i;
const CHANGES =
  /\b(insert|update|delete|replace|create|alter|merge|upsert|into|attach|copy|install|load|vacuum|reindex|call|do|set|lock)\b/i;
const LOSES =
  /\bdrop\b|\btruncate\b|\bgrant\b|\brevoke\b|\balter\s+(user|role|system)\b|\bcreate\s+(user|role)\b|\b(drop|delete)_?(database|all)\b|\breassign\s+owned\b|\bset\s+password\b/i;
const UNCLEAR =
  /\b(from|to)\s+program\b|\b(load_extension|writefile|readfile|edit)\s*\(|\bfts3_tokenizer\b|\b(xp_cmdshell|sys_exec|sys_eval|dblink\w*|pg_read_file|pg_execute_server_program|lo_export|lo_import)\b|\binto\s+(out|dump)file\b|\bexecute\s+(immediate\b|format\s*\()|\bcreate\s+(or\s+replace\s+)?(function|procedure|extension)\b|\bprepare\b/i;
/** Functions of the shells of SQLite and DuckDB that touch files. */
const FILES = /\b(fsdir|zipfile|read_\w+|parquet_\w+|sniff_csv|glob)\s*\(/i;
const PRAGMAS =
  /^pragma\s+(\w+\.)?(table_x?info|table_list|index_list|index_x?info|foreign_key_list|foreign_key_check|integrity_check|quick_check|database_list|compile_options|collation_list|function_list|page_count|page_size|freelist_count|user_version|schema_version|encoding|journal_mode|foreign_keys|show_tables|version|database_size)\s*(\(\s*['"\w]+\s*\))?\s*$/i;
const PRAGMA_SETS =
  /^pragma\s+(\w+\.)?(user_version|schema_version|journal_mode|foreign_keys|encoding|page_size)\s*\(/i;

const ORDER: readonly SqlEffect[] = ['reads', 'changes', 'loses', 'unclear'];

export function effectOfSql(text: string): SqlEffect {
  const bare = withoutText(text);
  // Quotes that not every database reads in the same way: what is in them counts as well.
  const statements = (bare ?? text).split(';');
  const effects = statements.map((statement) => effectOfStatement(statement.trim()));
  return effects.reduce(
    (most, effect) => (ORDER.indexOf(effect) > ORDER.indexOf(most) ? effect : most),
    'reads',
  );
}

function effectOfStatement(statement: string): SqlEffect {
  if (statement === '') return 'reads';
  if (UNCLEAR.test(statement)) return 'unclear';
  if (LOSES.test(statement) || deletesAll(statement)) return 'loses';
  if (/^pragma\b/i.test(statement))
    return PRAGMAS.test(statement) && !PRAGMA_SETS.test(statement) ? 'reads' : 'changes';
  if (FILES.test(statement)) return 'changes';
  return READS.test(statement) && !CHANGES.test(statement) ? 'reads' : 'changes';
}

/** The last one without a condition: what stands behind it holds for those in front of it as well. */
function deletesAll(statement: string): boolean {
  const last = [...statement.matchAll(/\bdelete\b/gi)].at(-1);
  return last !== undefined && !/\bwhere\b/i.test(statement.slice(last.index));
}

/** Without comments, and with strings and quoted names emptied; null: databases would differ about where these end. */
function withoutText(text: string): string | null {
  if (/\\|\/\*!|\$\w*\$|#/.test(text)) return null;
  let bare = '';
  let at = 0;
  while (at < text.length) {
    const next = text.slice(at, at + 2);
    if (next === '--') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      continue;
    }
    if (next === '/*') {
      const end = text.indexOf('*/', at + 2);
      if (end < 0) return null;
      bare += ' ';
      at = end + 2;
      continue;
    }
    const mark = text[at]!;
    if (mark === "'" || mark === '"' || mark === '`') {
      const end = text.indexOf(mark, at + 1);
      if (end < 0) return null;
      bare += `${mark}${mark}`;
      at = end + 1;
      continue;
    }
    bare += mark;
    at += 1;
  }
  return bare;
}
