/** What a coding agent answers, of every kind of Markdown that it writes, about as long as each mostly is. */

const CODE = Array.from(
  { length: 12 },
  (_, at) => `  it('keeps entry ${at} while it is used', async () => {
    const cache = new Cache<string>({ limit: ${at + 2}, clock });
    for (const key of keys.slice(0, ${at + 3})) await cache.put(key, \`value of \${key}\`);
    expect(cache.get(keys[${at}])).toBe(undefined);
  });
`,
).join('\n');

const STEPS = Array.from(
  { length: 9 },
  (_, at) =>
    `${at + 1}. **Step ${at + 1}**: read \`src/cache/entry-${at}.ts\`, then move what it decides about *time* into \`clock.ts\`, so that a test can say what time it is.`,
).join('\n');

const TABLE = Array.from(
  { length: 10 },
  (_, at) =>
    `| \`entry-${at}.ts\` | ${at * 37} | ${at % 3 === 0 ? 'changed' : 'as before'} | covered by **${at}** tests |`,
).join('\n');

export const ANSWER = `## What was wrong

The cache kept entries for ever, because \`expires\` was compared with a time in *seconds* while \`Date.now()\` gives **milliseconds**. See [the documentation](https://example.org/cache) for how it is meant; the change is in \`src/cache/index.ts\` and touches nothing else of what the tests look at.

### What I did

${STEPS}

The tests that failed before:

\`\`\`ts
${CODE}\`\`\`

And what each file has now:

| file | lines | state | tests |
|---|---:|---|---|
${TABLE}

- Nothing outside of \`src/cache\` was changed.
- The whole suite passes: \`npm test\` says **412 passed**.
- I have not run the benchmark, since it takes ten minutes; say so if I should.

> The limit of 1,000 entries stays as it was. It was never reached, as far as the log shows.

`;

/** In pieces of about four characters, as models give them. */
export const tokensOf = (text: string): string[] => text.match(/\s?[\w]{1,6}|[^\w\s]{1,2}|\s+/g) ?? [];
