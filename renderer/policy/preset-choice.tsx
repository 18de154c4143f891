import { type ReactNode, useId } from 'react';
import { PRESET_WORDS, PRESETS, type Preset } from '../../main/contract/policy.ts';
import css from './policy.module.css';

/** What holds where the owner has said nothing else. */
export function PresetChoice({
  value,
  onChoose,
}: {
  value: Preset;
  onChoose: (preset: Preset) => void;
}): ReactNode {
  const name = useId();
  return (
    <div role="radiogroup" aria-label="Preset" className={css.presets}>
      {PRESETS.map((preset) => (
        <label key={preset} className={css.preset}>
          <input
            type="radio"
            name={name}
            checked={preset === value}
            aria-describedby={`${name}${preset}`}
            aria-label={PRESET_WORDS[preset].title}
            onChange={() => onChoose(preset)}
          />
          <span>
            <b>{PRESET_WORDS[preset].title}</b>
            <span id={`${name}${preset}`} className={css.soft}>
              {PRESET_WORDS[preset].about}
            </span>
          </span>
        </label>
      ))}
    </div>
  );
}
