export interface Scale {
  /** Where a value lies, in units of the drawing. */
  at: (value: number) => number;
  /** Round values, zero among them when it is in range. */
  ticks: number[];
  /** Digits behind the point that tell the ticks apart. */
  digits: number;
}

const MARGIN = 36;
const WANTED_TICKS = 7;

/** A linear scale over all values with ticks at 1, 2 or 5 times a power of ten. */
export function scaleOf(values: number[], width: number): Scale {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const span = high - low || 1;
  const step = roundStep(span / WANTED_TICKS);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return {
    at: (value) => MARGIN + ((value - low) / span) * (width - 2 * MARGIN),
    ticks: Array.from({ length: count }, (_, index) => (first + index) * step),
    digits: Math.max(0, -Math.floor(Math.log10(step))),
  };
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return (lead > 5 ? 10 : lead > 2 ? 5 : lead > 1 ? 2 : 1) * power;
}
