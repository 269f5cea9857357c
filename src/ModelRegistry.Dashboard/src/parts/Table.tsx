import { Fragment, type ReactNode } from 'react';

export interface Column<T> {
  name: ReactNode;
  /** Numbers stand right, with figures of one width. */
  number?: boolean;
  /** Long text, which may wrap. */
  wide?: boolean;
  cell: (row: T) => ReactNode;
}

interface Props<T> {
  label: string;
  columns: Column<T>[];
  rows: T[];
  keyOf: (row: T) => string | number;
  /** Shown in place of a table without rows: what is missing and how it comes to be. */
  empty: ReactNode;
  more?: (() => void) | null;
  /** What belongs to a row and needs the whole width. */
  below?: (row: T) => ReactNode;
}

export function Table<T>({ label, columns, rows, keyOf, empty, more, below }: Props<T>) {
  if (rows.length === 0) return <p className="empty">{empty}</p>;
  return (
    <>
      {/* Reachable by keyboard, so that a wide table can be scrolled without a mouse. */}
      <div className="table" role="region" aria-label={label} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th key={index} scope="col" className={shape(column)}>
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Fragment key={keyOf(row)}>
                <tr>
                  {columns.map((column, index) => (
                    <td key={index} className={shape(column)}>
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
                <Below span={columns.length}>{below?.(row)}</Below>
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      {more && (
        <button type="button" className="quiet" onClick={more}>
          Show more
        </button>
      )}
    </>
  );
}

function Below({ span, children }: { span: number; children: ReactNode }) {
  if (!children) return null;
  return (
    <tr className="below">
      <td colSpan={span}>{children}</td>
    </tr>
  );
}

function shape<T>(column: Column<T>): string | undefined {
  return [column.number && 'number', column.wide && 'wide'].filter(Boolean).join(' ') || undefined;
}
