import type { VersionView } from '../api/types';

export interface Placed {
  version: VersionView;
  /** Generations since the first ancestor. */
  column: number;
  lane: number;
}

/** The first child goes on in its parent's lane, every other one and every version without a parent opens a lane. Parents come before their children. */
export function placeVersions(versions: VersionView[]): Map<number, Placed> {
  const placed = new Map<number, Placed>();
  const continued = new Set<number>();
  let lanes = 0;
  for (const version of versions) {
    const parent = version.parent === undefined ? undefined : placed.get(version.parent);
    const goesOn = parent !== undefined && !continued.has(parent.version.number);
    if (goesOn) continued.add(parent.version.number);
    placed.set(version.number, {
      version,
      column: parent === undefined ? 0 : parent.column + 1,
      lane: goesOn ? parent.lane : lanes++,
    });
  }

  return placed;
}
