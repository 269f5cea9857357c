import { LineChart, ScatterChart } from 'echarts/charts';
import { DataZoomComponent, GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { DriftReport } from '../api/types';
import { reportAddress } from '../parts/addresses';
import { go } from '../parts/router';
import { driftOption } from './driftOption';

use([LineChart, ScatterChart, GridComponent, TooltipComponent, LegendComponent, MarkLineComponent, MarkAreaComponent, DataZoomComponent, CanvasRenderer]);

interface Props {
  model: string;
  /** The earliest first. */
  reports: DriftReport[];
  /** None: the drift score of each report. */
  features: string[];
}

export default function DriftChart({ model, reports, features }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);

  useEffect(() => {
    const made = init(place.current!);
    chart.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(place.current!);
    return () => {
      watch.disconnect();
      made.dispose();
    };
  }, []);

  useEffect(() => {
    chart.current?.setOption(driftOption(reports, features), { notMerge: true });
    chart.current?.off('click');
    chart.current?.on('click', ({ dataIndex }) => {
      const report = reports[dataIndex];
      if (report) go(reportAddress(model, report.id));
    });
  }, [model, reports, features]);

  const severe = reports.filter((report) => report.severity === 'Severe').length;
  return <div ref={place} className="chart" role="img" aria-label={`Drift of ${reports.length} scans, ${severe} of them severe; the table below has the severe ones`} />;
}
