/** Scenes of the place where a person speaks. */
import { CHOICES } from '../choices.ts';
import type { ScriptedHost } from '../scripted-host.ts';

export function speakingScenes(
  host: () => ScriptedHost,
  at: (thread: string) => unknown,
): Record<string, () => { host: ScriptedHost; place: unknown }> {
  const offering = () => {
    const offers = host();
    offers.choices = CHOICES;
    offers.offers = {
      servers: [
        { name: 'lighthouse-db', state: 'ready', tools: 12 },
        { name: 'figma', state: 'signedOut', tools: 0 },
      ],
      skills: [{ name: 'imagegen', description: 'Generate or edit raster images.' }],
      hooks: [{ moment: 'preToolUse', source: 'user', on: true }],
      git: {
        branch: 'lamps',
        changed: [
          { path: 'src/beam.ts', isNew: false },
          { path: 'src/limits.ts', isNew: true },
        ],
        count: 104,
      },
    };
    offers.files = ['src/beam.ts', 'src/lamp/lamp.ts', 'test/beam.test.ts', 'docs/how the beam turns.md'];
    offers.changeThread('t1', { options: { model: 'gpt-6.1-sol', effort: 'high', mode: 'work' } });
    return offers;
  };
  const queued = (id: string, text: string, by: string) => ({ id, text, by, at: Date.now() });
  const entries = [
    queued('q1', 'Then add a test for 121 degrees and say what the data sheet allows.', 'Anna’s phone'),
    queued('q2', 'And update the changelog.', 'Ben’s tablet'),
  ];
  return {
    speaking: () => ({ host: offering(), place: at('t1') }),
    'speaking-queue'() {
      const offers = offering();
      offers.changeThread('t1', { queue: { held: null, entries } });
      return { host: offers, place: at('t1') };
    },
    'speaking-held'() {
      const offers = offering();
      offers.changeThread('t1', {
        queue: { held: 'failed', entries },
        goal: { text: 'All beam tests pass on both lamps.', state: 'paused' },
      });
      return { host: offers, place: at('t1') };
    },
    'speaking-attached': () => ({ host: offering(), place: at('t1') }),
    'speaking-new': () => ({
      host: offering(),
      place: { tab: 'inbox', depth: 0, detail: { view: 'new', project: 'p1' } },
    }),
  };
}
