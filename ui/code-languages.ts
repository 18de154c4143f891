/** Which language a piece of code is in, by its file's name or the word behind a fence, and where its grammar is. */
import type { LanguageFn } from 'highlight.js';

type Load = () => Promise<{ default: LanguageFn }>;

/** Each a file of its own, loaded when code in it is shown. */
export const LANGUAGES = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'),
  go: () => import('highlight.js/lib/languages/go'),
  ini: () => import('highlight.js/lib/languages/ini'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  php: () => import('highlight.js/lib/languages/php'),
  python: () => import('highlight.js/lib/languages/python'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  scss: () => import('highlight.js/lib/languages/scss'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
} as const satisfies Record<string, Load>;
export type CodeLanguage = keyof typeof LANGUAGES;

/** Endings of file names and words behind fences, which are mostly the same. */
const NAMES: Record<CodeLanguage, string> = {
  bash: 'bash sh zsh shell console',
  c: 'c h',
  cpp: 'cpp cc cxx hpp hh c++',
  csharp: 'csharp cs',
  css: 'css',
  diff: 'diff patch',
  dockerfile: 'dockerfile containerfile',
  go: 'go golang',
  ini: 'ini toml conf cfg',
  java: 'java',
  javascript: 'javascript js mjs cjs jsx',
  json: 'json jsonc jsonl',
  kotlin: 'kotlin kt kts',
  markdown: 'markdown md mdx',
  php: 'php',
  python: 'python py pyi',
  ruby: 'ruby rb',
  rust: 'rust rs',
  scss: 'scss',
  sql: 'sql',
  swift: 'swift',
  typescript: 'typescript ts mts cts tsx',
  xml: 'xml html htm svg vue plist',
  yaml: 'yaml yml',
};
const BY_NAME = new Map(
  (Object.keys(NAMES) as CodeLanguage[]).flatMap((language) =>
    NAMES[language].split(' ').map((name) => [name, language] as const),
  ),
);

/** @param name the word behind a fence: `ts`, `TypeScript`, `python {cell=1}` */
export const languageNamed = (name: string): CodeLanguage | null =>
  BY_NAME.get(/^[\w+#-]{1,20}/.exec(name.trim().toLowerCase())?.[0] ?? '') ?? null;

/** @param path of a file; its folders say nothing */
export function languageOfPath(path: string): CodeLanguage | null {
  const file = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return BY_NAME.get(file.slice(file.lastIndexOf('.') + 1)) ?? BY_NAME.get(file.split('.')[0] ?? '') ?? null;
}
