import type { ModelView } from '../api/types';
import { versionAddress } from '../parts/addresses';
import { go } from '../parts/router';
import { placeVersions, type Placed } from './lineageLayout';

const BOX = { width: 148, height: 48 };
const STEP = { x: 204, y: 68 };
const MARGIN = 4;

export function Lineage({ model }: { model: ModelView }) {
  if (model.versions.length === 0) return <p className="empty">There is nothing to draw before the first version.</p>;
  const placed = placeVersions(model.versions);
  const all = [...placed.values()];
  const width = Math.max(...all.map((p) => p.column)) * STEP.x + BOX.width + 2 * MARGIN;
  const height = Math.max(...all.map((p) => p.lane)) * STEP.y + BOX.height + 2 * MARGIN;
  return (
    <div className="table plain" role="region" aria-label="Lineage" tabIndex={0}>
      <svg className="lineage" width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        {all.map((child) => {
          const parent = child.version.parent === undefined ? undefined : placed.get(child.version.parent);
          return parent && <path key={child.version.number} className="edge" d={edge(parent, child)} />;
        })}
        {all.map((one) => (
          <Box key={one.version.number} model={model.name} placed={one} />
        ))}
      </svg>
    </div>
  );
}

function Box({ model, placed }: { model: string; placed: Placed }) {
  const { version } = placed;
  const { x, y } = corner(placed);
  const address = versionAddress(model, version.number);
  return (
    <a
      href={address}
      aria-label={`Version ${version.number}, ${version.stage}${version.drill ? ', drill' : ''}${version.parent === undefined ? '' : `, from version ${version.parent}`}`}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        go(address);
      }}
    >
      <rect className={`box ${version.stage === 'Production' ? 'production' : ''} ${version.drill ? 'drill' : ''}`} x={x} y={y} {...BOX} rx="7" />
      <text className="name" x={x + 12} y={y + 20}>
        v{version.number}
        <tspan className="semantic" dx="7">
          {version.semanticVersion}
        </tspan>
      </text>
      <text className="stage" x={x + 12} y={y + 37}>
        {version.stage}
        {version.drill && ' · drill'}
      </text>
    </a>
  );
}

function corner({ column, lane }: Placed) {
  return { x: MARGIN + column * STEP.x, y: MARGIN + lane * STEP.y };
}

function edge(parent: Placed, child: Placed): string {
  const from = corner(parent);
  const to = corner(child);
  const start = from.x + BOX.width;
  const bend = (to.x - start) / 2;
  const middle = BOX.height / 2;
  return `M${start} ${from.y + middle} C${start + bend} ${from.y + middle} ${to.x - bend} ${to.y + middle} ${to.x} ${to.y + middle}`;
}
