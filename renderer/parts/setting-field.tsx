import { Plus, RotateCcw, X } from 'lucide-react';
import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import {
  aboutOf,
  choicesOf,
  INITIAL_SETTINGS,
  SETTINGS,
  type SettingKey,
  type Settings,
} from '../../main/contract/settings.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { kindOf, typedValue } from '../model/setting-words.ts';
import { type SettingControl, useSetting } from '../use-setting.ts';
import css from './setting-field.module.css';
import switchCss from './switch.module.css';
import text from './text-field.module.css';

interface ControlProps {
  readonly setting: SettingKey;
  readonly control: SettingControl<SettingKey>;
  /** Of the sentences that belong to it. */
  readonly describedBy: string;
}

/** One setting, as its table describes it. Saved at once; what the host refuses is said right here. */
export function SettingField({
  setting,
  settings,
  note = '',
}: {
  setting: SettingKey;
  settings: Settings;
  /** What to know about it on this computer. */
  note?: string;
}): ReactNode {
  const [id, aboutId] = [useId(), useId()];
  const control = useSetting(setting, settings[setting]);
  const kind = kindOf(setting);
  const { title } = SETTINGS[setting];
  const differs = JSON.stringify(control.value) !== JSON.stringify(INITIAL_SETTINGS[setting]);
  const props: ControlProps = { setting, control, describedBy: aboutId };
  const beside = kind === 'switch' || kind === 'number';
  // A group of radio buttons and a list are named by their heading, a single control by its label.
  const Title = kind === 'choice' || kind === 'list' ? 'span' : 'label';
  return (
    <div className={css.field}>
      <div className={css.row}>
        <div className={css.words}>
          <Title {...(Title === 'label' ? { htmlFor: id } : { id })} className={css.title}>
            {title}
          </Title>
          <p id={aboutId} className={css.about}>
            <Sentences text={aboutOf(setting)} />
          </p>
        </div>
        {differs && (
          <IconButton
            label={`Set “${title}” back`}
            title={`Set back to ${inWords(setting)}`}
            icon={<RotateCcw size={14} />}
            onClick={() => void control.unset()}
          />
        )}
        {beside && <Control id={id} kind={kind} {...props} />}
      </div>
      {!beside && <Control id={id} kind={kind} {...props} />}
      {note !== '' && <p className={css.note}>{note}</p>}
      {control.refusal !== undefined && (
        <p className={css.refusal} role="alert">
          {control.refusal}
        </p>
      )}
    </div>
  );
}

/** What stands between backticks is a command. */
function Sentences({ text }: { text: string }): ReactNode {
  return text.split('`').map((part, place) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the text of the table never changes.
    place % 2 === 1 ? <code key={place}>{part}</code> : part,
  );
}

/** The initial value, as its control shows it. */
function inWords(setting: SettingKey): string {
  const initial: unknown = INITIAL_SETTINGS[setting];
  const choice = choicesOf(setting)?.[String(initial)];
  if (choice !== undefined) return `“${choice}”`;
  if (typeof initial === 'boolean') return initial ? 'on' : 'off';
  return String(initial) === '' ? 'empty' : String(initial);
}

function Control({
  id,
  kind,
  ...props
}: ControlProps & { id: string; kind: ReturnType<typeof kindOf> }): ReactNode {
  switch (kind) {
    case 'switch':
      return <SwitchControl id={id} {...props} />;
    case 'choice':
      return <ChoiceControl id={id} {...props} />;
    case 'list':
      return <ListControl id={id} {...props} />;
    case 'number':
    case 'text':
      return <TypedControl id={id} kind={kind} {...props} />;
  }
}

function SwitchControl({ id, control, describedBy }: ControlProps & { id: string }): ReactNode {
  return (
    <input
      id={id}
      type="checkbox"
      // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox tells its state itself.
      role="switch"
      className={switchCss.switch}
      aria-describedby={describedBy}
      checked={control.value === true}
      onChange={(event) => void control.set(event.currentTarget.checked)}
    />
  );
}

function ChoiceControl({ id, setting, control, describedBy }: ControlProps & { id: string }): ReactNode {
  const name = useId();
  return (
    <div role="radiogroup" aria-labelledby={id} aria-describedby={describedBy} className={css.choices}>
      {Object.entries(choicesOf(setting) ?? {}).map(([value, word]) => (
        <label key={value} className={css.choice}>
          <input
            type="radio"
            name={name}
            checked={control.value === value}
            onChange={() => void control.set(value)}
          />
          {word}
        </label>
      ))}
    </div>
  );
}

/** Saved when it is left or entered; until the host has taken it, what was typed stays. Esc: as it was. */
function TypedControl({
  id,
  kind,
  control,
  describedBy,
}: ControlProps & { id: string; kind: 'number' | 'text' }): ReactNode {
  const [draft, setDraft] = useState<string>();
  const save = async (): Promise<void> => {
    if (draft === undefined) return;
    if (draft.trim() === String(control.value)) setDraft(undefined);
    // What was typed meanwhile is another draft.
    else if (await control.set(typedValue(kind, draft))) setDraft((now) => (now === draft ? undefined : now));
  };
  const leave = useRef(save);
  useEffect(() => {
    leave.current = save;
  });
  // A key may show another view while something is typed here.
  useEffect(() => () => void leave.current(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') void save();
    if (event.key === 'Escape') setDraft(undefined);
  };
  return (
    <input
      id={id}
      className={`${text.field} ${kind === 'number' ? css.number : css.text}`}
      {...(kind === 'number' && { inputMode: 'numeric' })}
      autoComplete="off"
      spellCheck={false}
      maxLength={kind === 'number' ? 9 : 300}
      aria-describedby={describedBy}
      aria-invalid={control.refusal !== undefined}
      value={draft ?? String(control.value)}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => void save()}
      onKeyDown={onKeyDown}
    />
  );
}

function ListControl({ id, setting, control, describedBy }: ControlProps & { id: string }): ReactNode {
  const [draft, setDraft] = useState('');
  const entries = control.value as readonly string[];
  const { title } = SETTINGS[setting];
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const entry = draft.trim();
    if (entry !== '' && (await control.set([...entries, entry]))) setDraft('');
  };
  return (
    <fieldset aria-labelledby={id} className={css.list}>
      {entries.length > 0 && (
        <ul>
          {entries.map((entry, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an entry may come twice; its place is its identity.
            <li key={index}>
              <code>{entry}</code>
              <IconButton
                label={`Remove ${entry}`}
                icon={<X size={14} />}
                onClick={() => void control.set(entries.filter((_, place) => place !== index))}
              />
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={(event) => void add(event)}>
        <input
          className={`${text.field} ${css.text}`}
          aria-label={`Add to “${title}”`}
          aria-describedby={describedBy}
          aria-invalid={control.refusal !== undefined}
          placeholder={entries.length === 0 ? 'wss://relay.example' : 'Another address'}
          autoComplete="off"
          spellCheck={false}
          maxLength={300}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
        <Button type="submit" icon={<Plus size={14} />} disabled={draft.trim() === ''}>
          Add
        </Button>
      </form>
    </fieldset>
  );
}
