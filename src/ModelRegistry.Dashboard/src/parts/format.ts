import type { Figure } from '../api/types';

const NOTHING = '–';

/** The registry writes NaN and infinities as words. */
export function toNumber(figure: Figure | undefined): number | undefined {
  return figure === undefined ? undefined : Number(figure);
}

/** A number to so many digits behind the point, with a real minus sign. */
export function decimal(figure: Figure | undefined, digits = 4): string {
  const value = toNumber(figure);
  if (value === undefined) return NOTHING;
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  return minus((Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value).toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }));
}

/** A number with its sign. */
export function signed(figure: Figure | undefined, digits = 4): string {
  const value = toNumber(figure);
  return value !== undefined && value >= 0.5 * 10 ** -digits ? `+${decimal(value, digits)}` : decimal(figure, digits);
}

export function whole(count: number | undefined): string {
  return count === undefined ? NOTHING : minus(count.toLocaleString('en-US', { maximumFractionDigits: 0 }));
}

/** A figure of unknown size: whole numbers as they are, others to four digits, tiny ones by their exponent. */
export function metric(figure: Figure): string {
  const value = Number(figure);
  if (Number.isInteger(value)) return whole(value);
  return Math.abs(value) < 0.00005 ? minus(value.toExponential(2)) : decimal(figure, 4);
}

export function pValue(figure: Figure | undefined): string {
  const value = toNumber(figure);
  return value !== undefined && value < 0.001 ? 'p < 0.001' : `p = ${decimal(value, 3)}`;
}

export function percent(share: Figure | undefined, digits = 1): string {
  const value = toNumber(share);
  return value === undefined ? NOTHING : `${decimal(value * 100, digits)} %`;
}

export function milliseconds(value: number | undefined): string {
  return value === undefined ? NOTHING : `${decimal(value, value < 10 ? 2 : 1)} ms`;
}

export function bytes(size: number): string {
  if (size < 1024) return `${size} B`;
  const units = ['KiB', 'MiB', 'GiB'];
  let value = size / 1024;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${value.toFixed(1)} ${units[unit]}`;
}

/** 2018-02-07 14:03:22, UTC. */
export function moment(iso: string | undefined): string {
  return iso === undefined ? NOTHING : new Date(iso).toISOString().slice(0, 19).replace('T', ' ');
}

/** An as-of time: the day alone where it is midnight UTC. */
export function asOf(iso: string | undefined): string {
  const text = moment(iso);
  return text.endsWith(' 00:00:00') ? text.slice(0, 10) : text;
}

/** champion_won → champion won; RollBack → roll back. */
export function words(name: string): string {
  return name
    .replace(/_/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
}

function minus(text: string): string {
  return text.replaceAll('-', '−');
}
