/** Draws an icon of lucide's set. `scripts/icons.mjs` puts it in the place of the package's own way, which is four times as long. */
import { createElement, type ReactNode, type SVGProps } from 'react';

/** The shapes in a square of 24 by 24, as the package writes them: each an element of SVG and its attributes. */
export type Shapes = readonly (readonly [tag: string, attributes: Readonly<Record<string, string>>])[];

export interface IconProps extends SVGProps<SVGSVGElement> {
  /** Length of a side, in CSS pixels or as CSS has it. */
  size?: number | string;
}

/** A part that looks like the package's and takes of its properties what the screens use. It is hidden from screen readers. */
export const icon =
  (shapes: Shapes) =>
  ({ size = 24, ...own }: IconProps): ReactNode =>
    createElement(
      'svg',
      {
        width: size,
        height: size,
        viewBox: '0 0 24 24',
        fill: 'none',
        stroke: 'currentColor',
        strokeWidth: 2,
        strokeLinecap: 'round',
        strokeLinejoin: 'round',
        'aria-hidden': true,
        ...own,
      },
      ...shapes.map(([tag, attributes]) => createElement(tag, attributes)),
    );
