import type { EChartsCoreOption } from 'echarts/core';
import type { DriftReport, Severity } from '../api/types';
import { asOf, decimal, toNumber, words } from '../parts/format';

const COLOURS: Record<Severity, string> = { NotEnoughData: '#a9b2bd', None: '#3d8a63', Moderate: '#d28a15', Severe: '#c4372c' };
const LINES = ['#1f4f8f', '#8f4b9c', '#14808a', '#b2541a', '#5b6470', '#a8325e'];
const FONT = 'system-ui, sans-serif';
const QUIET = { color: '#5b6470', fontFamily: FONT };

/** With more scans than this, only those that say something get a dot. */
const FEW = 300;

/** Times the threshold from which the axis is logarithmic, and the least value it then has. */
const WIDE = 4;
const LEAST = 0.1;

interface Point {
  value: [string, number | null];
  symbol: string;
  symbolSize: number;
  itemStyle: { color: string };
}

interface Line {
  name: string;
  points: Point[];
}

/** One line of drift scores, or one for each chosen feature: PSI over the feature's severe threshold. */
export function driftOption(reports: DriftReport[], features: string[]): EChartsCoreOption {
  const lines = features.length === 0 ? [scores(reports)] : features.map((feature) => ratios(reports, feature));
  const wide = isWide(lines);
  return {
    animation: false,
    textStyle: { fontFamily: FONT },
    color: features.length === 0 ? ['#9fb4cf'] : LINES,
    grid: { left: 56, right: 20, top: features.length > 0 ? 56 : 30, bottom: 78 },
    legend: { show: features.length > 0, top: 0, left: 48, icon: 'roundRect', textStyle: QUIET },
    tooltip: {
      trigger: 'axis',
      // Rich text is drawn on the canvas: no markup is made of names that others chose.
      renderMode: 'richText',
      formatter: (at: { dataIndex: number }[]) => spoken(reports[at[0]?.dataIndex ?? -1], features),
    },
    xAxis: { type: 'time', axisLabel: QUIET, axisLine: { lineStyle: { color: '#c6ccd4' } } },
    yAxis: axisOf(wide),
    useUTC: true,
    dataZoom: [{ type: 'slider', bottom: 12, height: 26, borderColor: '#d9dee5', brushSelect: false, labelFormatter: (_: number, iso: string) => asOf(new Date(iso).toISOString()) }],
    series: lines.map((line, index) => ({
      type: 'line',
      name: line.name,
      data: wide ? line.points.map(raised) : line.points,
      lineStyle: { width: 1.4 },
      connectNulls: false,
      ...(index === 0 && { markLine: threshold, markArea: drills(reports) }),
    })),
  };
}

/** A drill may be many times over its threshold; on a logarithmic axis the market beside it can still be read. */
function isWide(lines: Line[]): boolean {
  return lines.some((line) => line.points.some((point) => (point.value[1] ?? 0) > WIDE));
}

/** A logarithmic axis has no place for zero. */
function raised(point: Point): Point {
  const [at, value] = point.value;
  return { ...point, value: [at, value === null ? null : Math.max(value, LEAST)] };
}

function axisOf(wide: boolean) {
  return {
    ...(wide ? { type: 'log', logBase: 10, min: LEAST, name: 'PSI ÷ severe threshold, logarithmic' } : { type: 'value', name: 'PSI ÷ severe threshold' }),
    nameLocation: 'middle',
    nameGap: 38,
    nameTextStyle: QUIET,
    axisLabel: QUIET,
    splitLine: { lineStyle: { color: '#e8ebef' } },
  };
}

const threshold = {
  silent: true,
  symbol: 'none',
  lineStyle: { color: COLOURS.Severe, type: 'dashed', width: 1 },
  label: { formatter: 'severe', position: 'insideStartTop', color: COLOURS.Severe, fontFamily: FONT },
  data: [{ yAxis: 1 }],
};

function scores(reports: DriftReport[]): Line {
  return { name: 'drift score', points: reports.map((report) => point(report, report.severity === 'NotEnoughData' ? undefined : toNumber(report.driftScore), report.severity, reports.length)) };
}

function ratios(reports: DriftReport[], feature: string): Line {
  return {
    name: feature,
    points: reports.map((report) => {
      const found = report.features.find((one) => one.feature === feature);
      const psi = toNumber(found?.psi);
      return point(report, found && psi !== undefined ? psi / Number(found.severeThreshold) : undefined, found?.severity ?? 'NotEnoughData', reports.length);
    }),
  };
}

function point(report: DriftReport, value: number | undefined, severity: Severity, scans: number): Point {
  const drawn = value !== undefined && Number.isFinite(value) ? value : null;
  const quiet = severity === 'None' && scans > FEW;
  return {
    value: [report.asOf, drawn],
    symbol: report.drill ? 'diamond' : quiet ? 'none' : 'circle',
    symbolSize: report.drill ? 12 : severity === 'Severe' ? 8 : 4,
    itemStyle: { color: COLOURS[severity] },
  };
}

/** The as-of days of fire drills, shaded. */
function drills(reports: DriftReport[]) {
  const days = [...new Set(reports.filter((report) => report.drill).map((report) => Date.parse(report.asOf)))];
  const half = 12 * 3600 * 1000;
  return {
    silent: true,
    itemStyle: { color: 'rgba(111, 75, 166, 0.18)' },
    label: { show: true, color: '#6f4ba6', position: 'top', formatter: 'drill', fontFamily: FONT },
    data: days.map((day) => [{ xAxis: day - half }, { xAxis: day + half }]),
  };
}

function spoken(report: DriftReport | undefined, features: string[]): string {
  if (!report) return '';
  const lines = features.map((name) => {
    const found = report.features.find((one) => one.feature === name);
    return found?.psi === undefined
      ? `${name}: not measured`
      : `${name}: PSI ${decimal(found.psi, 3)} of ${decimal(found.severeThreshold, 3)}, ${words(found.severity)}${found.direction && `, ${found.direction}`}`;
  });
  return [
    `${asOf(report.asOf)}  v${report.version}${report.drill ? '  FIRE DRILL' : ''}`,
    `${words(report.severity)}, score ${decimal(report.driftScore, 2)}, ${report.rows.toLocaleString('en-US')} rows of ${report.days} days`,
    ...(features.length > 0 ? lines : report.driftedFeatures.length > 0 ? [`drifted: ${report.driftedFeatures.slice(0, 6).join(', ')}`] : []),
    ...(report.action === 'none' ? [] : [`action: ${report.action}`]),
  ].join('\n');
}
