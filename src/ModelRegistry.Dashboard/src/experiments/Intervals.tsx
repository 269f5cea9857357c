import type { Interval, MetricResult } from '../api/types';
import { percent, signed, toNumber } from '../parts/format';
import { scaleOf, type Scale } from './scale';

const WIDTH = 520;
const ROW = 46;
/** Where in its row a bar is drawn; what is written stands above. */
const BAR = 32;
const REACH = 12;
const AXIS = 26;

interface Row {
  name: string;
  meaning: string;
  low: number;
  high: number;
}

/** The intervals for the difference, one below the other, against zero. */
export function Intervals({ metric, confidence }: { metric: MetricResult; confidence: number }) {
  const rows = rowsOf(metric);
  const estimate = toNumber(metric.estimate);
  if (rows.length === 0 || estimate === undefined || !Number.isFinite(estimate)) return <p className="empty">No interval can be given yet.</p>;
  const scale = scaleOf([0, estimate, ...rows.flatMap((row) => [row.low, row.high])], WIDTH);
  const height = rows.length * ROW + AXIS;
  return (
    <>
      <svg className="intervals" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={rows.map((row) => spoken(row)).join('; ')}>
        <Axis scale={scale} rows={rows.length} />
        {rows.map((row, index) => (
          <Bar key={row.name} row={row} top={index * ROW} estimate={scale.at(estimate)} scale={scale} />
        ))}
      </svg>
      <p className="hint">
        At {percent(confidence, 0)}. An interval that does not touch zero speaks for one arm; a winner needs the interval by units and the one by blocks
        of days.
      </p>
    </>
  );
}

/** The lines of the scale are drawn behind the bars only, so that they never cross what is written. */
function Axis({ scale, rows }: { scale: Scale; rows: number }) {
  const line = (x: number) => Array.from({ length: rows }, (_, row) => `M${x} ${row * ROW + BAR - REACH}v${2 * REACH}`).join('');
  return (
    <>
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <path className={tick === 0 ? 'zero' : 'grid'} d={line(scale.at(tick))} />
          <text className="tick" x={scale.at(tick)} y={rows * ROW + 18} textAnchor="middle">
            {tick === 0 ? '0' : signed(tick, scale.digits)}
          </text>
        </g>
      ))}
    </>
  );
}

function Bar({ row, top, estimate, scale }: { row: Row; top: number; estimate: number; scale: Scale }) {
  const y = top + BAR;
  const decided = row.low > 0 ? 'better' : row.high < 0 ? 'worse' : '';
  return (
    <g className={`bar ${decided}`}>
      <text className="name" x={0} y={top + 16}>
        {row.name}
        <tspan className="stage" dx="7">
          {row.meaning}
        </tspan>
      </text>
      <text className="tick" x={WIDTH} y={top + 16} textAnchor="end">
        {signed(row.low)} to {signed(row.high)}
      </text>
      <line x1={scale.at(row.low)} x2={scale.at(row.high)} y1={y} y2={y} />
      <line x1={scale.at(row.low)} x2={scale.at(row.low)} y1={y - 5} y2={y + 5} />
      <line x1={scale.at(row.high)} x2={scale.at(row.high)} y1={y - 5} y2={y + 5} />
      <circle cx={estimate} cy={y} r="4" />
    </g>
  );
}

function rowsOf(metric: MetricResult): Row[] {
  const given: [string, string, Interval | undefined][] = [
    ['Welch', 'by units, valid at one look', metric.welch],
    ['Sequential', 'by units, valid at every look', metric.sequential],
    ['Blocks', `by ${metric.blockCount} blocks of days: other days`, metric.blocks],
  ];
  return given
    .filter((row): row is [string, string, Interval] => row[2] !== undefined)
    .map(([name, meaning, interval]) => ({ name, meaning, low: Number(interval.low), high: Number(interval.high) }))
    .filter((row) => Number.isFinite(row.low) && Number.isFinite(row.high));
}

const spoken = (row: Row) => `${row.name}, ${row.meaning}: ${signed(row.low)} to ${signed(row.high)}`;
