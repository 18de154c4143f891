import { type ReactNode, useId } from 'react';
import { RIGHTS, type Right } from '../model/rights.ts';
import css from './rights-choice.module.css';

/** What a phone may do, each choice with what it adds. */
export function RightsChoice({
  legend,
  value,
  onChoose,
}: {
  legend: string;
  value: Right;
  onChoose: (right: Right) => void;
}): ReactNode {
  const name = useId();
  return (
    <fieldset className={css.choice}>
      <legend>{legend}</legend>
      {RIGHTS.map(({ right, label, adds }) => (
        <div key={right} className={css.option}>
          <input
            type="radio"
            id={`${name}${right}`}
            name={name}
            checked={right === value}
            aria-describedby={`${name}${right}adds`}
            onChange={() => onChoose(right)}
          />
          <label htmlFor={`${name}${right}`}>{label}</label>
          <p id={`${name}${right}adds`}>{adds}</p>
        </div>
      ))}
    </fieldset>
  );
}
