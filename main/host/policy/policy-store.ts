/**
 * `policy.toml` in the data folder: the owner's file. It is read when it changes, changed only where the owner asks for it, and
 * never written while it has a mistake; until that is mended the built-in strict policy holds.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { fromUtf8 } from '../../../protocol/bytes.ts';
import {
  durationText,
  FIRST_PRESET,
  type PolicyChange,
  type PolicyChoices,
  type PolicyFault,
  type PolicyView,
} from '../../contract/policy.ts';
import type { Disk } from '../files/disk.ts';
import { StateFile } from '../files/state-file.ts';
import { BUILT_IN_STRICT, FIRST_POLICY, type Policy, presetPolicy } from './policy.ts';
import { presetOf, presetText } from './preset-text.ts';

export const POLICY_FILE = 'policy.toml';

/** What the file said when it was last read. */
interface Read {
  /** Null: there is no file. */
  readonly text: string | null;
  readonly policy: Policy;
  readonly faults: readonly PolicyFault[];
  /** Where each rule stands, by line. */
  readonly lines: readonly number[];
}

/** A change that was not made. */
export class PolicyRefusal extends Error {
  readonly code: 'damaged' | 'changed' | 'badValue';
  constructor(code: PolicyRefusal['code'], message: string) {
    super(message);
    this.name = 'PolicyRefusal';
    this.code = code;
  }
}

export interface PolicyStoreOptions {
  readonly folder: string;
  readonly disk: Disk;
  /** What holds is another one now, or what is wrong with it. */
  readonly changed: () => void;
}

export class PolicyStore {
  readonly #options: PolicyStoreOptions;
  readonly path: string;
  readonly #file: StateFile;
  #read: Read = { text: null, policy: FIRST_POLICY, faults: [], lines: [] };
  /** Readings and changes follow each other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: PolicyStoreOptions) {
    this.#options = options;
    this.path = path.join(options.folder, POLICY_FILE);
    this.#file = new StateFile(options.disk, this.path);
  }

  /** A first start writes the file. Tells nothing. Rejects when the disk refuses. */
  async load(): Promise<void> {
    const { disk } = this.#options;
    if ((await disk.read(this.path)) === null && (await disk.read(`${this.path}.bak`)) === null)
      await this.#file.save(() => presetText(FIRST_PRESET));
    this.#read = await this.#onDisk();
  }

  /**
   * What reads and changes a policy that its owner wrote. A host that has started has it, so that it is there when the file is
   * edited later. Rejects where a file of Outpost is missing or damaged.
   */
  async loadParser(): Promise<void> {
    await import('./policy-edit.ts');
  }

  /** Reads the file again. */
  look(): Promise<void> {
    return this.#inTurn(() => this.#look());
  }

  /** What holds now. */
  get policy(): Policy {
    return this.#read.policy;
  }

  get faults(): readonly PolicyFault[] {
    return this.#read.faults;
  }

  view(): PolicyView {
    const { faults } = this.#read;
    return {
      path: this.path,
      revision: this.#revision(),
      faults: [...faults],
      inForce: choicesOf(this.#read),
    };
  }

  /** Rejects with a {@link PolicyRefusal}, and when the disk refuses; then nothing has changed. */
  change(change: PolicyChange): Promise<void> {
    return this.#inTurn(() => this.#change(change));
  }

  /** Resolves when nothing is being read or written any more. */
  async idle(): Promise<void> {
    await this.#last.catch(() => {}); // told to whoever asked for it
    await this.#file.idle();
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#last.catch(() => {}).then(act);
    this.#last = done;
    return done;
  }

  async #look(): Promise<void> {
    const before = JSON.stringify(this.view());
    this.#read = await this.#onDisk();
    if (JSON.stringify(this.view()) !== before) this.#options.changed();
  }

  async #change(change: PolicyChange): Promise<void> {
    // Its owner may have it open in an editor: what stands there now is what is changed.
    const known = this.#revision();
    await this.#look();
    const { text, faults } = this.#read;
    if (change.what === 'removeRule' && (change.revision !== known || known !== this.#revision()))
      throw new PolicyRefusal(
        'changed',
        'policy.toml was changed meanwhile. Look again, then remove the rule.',
      );
    if (text === null) {
      // It is gone, and the owner says which preset holds: that is a new one.
      if (change.what !== 'preset') throw new PolicyRefusal('damaged', GONE);
      return this.#write(presetText(change.preset));
    }
    const [fault] = faults;
    if (fault !== undefined)
      throw new PolicyRefusal(
        'damaged',
        `policy.toml was not changed, because line ${fault.line} has a mistake: ${fault.message} Correct it first.`,
      );
    const { edited } = await import('./policy-edit.ts');
    const result = edited(text, change);
    if (!result.ok) throw new PolicyRefusal('badValue', result.why);
    if (result.text !== text) await this.#write(result.text);
  }

  async #write(text: string): Promise<void> {
    await this.#file.save(() => text);
    await this.#look();
  }

  async #onDisk(): Promise<Read> {
    let bytes: Uint8Array | null;
    try {
      bytes = await this.#options.disk.read(this.path);
    } catch {
      return strict('', [{ message: 'It cannot be read from the disk.', line: 1, column: 1 }]);
    }
    if (bytes === null) return strict(null, [{ message: GONE, line: 1, column: 1 }]);
    let text: string;
    try {
      text = fromUtf8(bytes);
    } catch {
      return strict('', [{ message: 'It is not text.', line: 1, column: 1 }]);
    }
    const preset = presetOf(text);
    if (preset !== undefined) return { text, policy: presetPolicy(preset), faults: [], lines: [] };
    const { readPolicy } = await import('./policy-text.ts');
    const read = readPolicy(text);
    if (!read.ok) return strict(text, read.faults);
    const lines = read.policy.rules.map((_, index) => read.toml.placeOf(['rules', index]).line);
    return { text, policy: read.policy, faults: [], lines };
  }

  #revision(): string {
    return createHash('sha256')
      .update(this.#read.text ?? '')
      .digest('base64url')
      .slice(0, 22);
  }
}

const GONE = 'It is gone. Choose a preset, and a new one is written.';

const strict = (text: string | null, faults: readonly PolicyFault[]): Read => ({
  text,
  policy: BUILT_IN_STRICT,
  faults,
  lines: [],
});

function choicesOf({ policy, lines }: Read): PolicyChoices {
  const { preset, tiers, kinds, rules, expires, quietHours, clients, projects, environments } = policy;
  return {
    preset,
    tiers,
    kinds,
    expires: {
      continue: durationText(expires.continue),
      expand: durationText(expires.expand),
      commit: durationText(expires.commit),
    },
    quietHours,
    clients,
    rules: rules.map(({ id, ...rule }, index) => ({ ...rule, line: lines[index] ?? 1 })),
    projects: projects.map(({ folder }) => folder),
    environments: environments.map(({ name }) => name),
  };
}
