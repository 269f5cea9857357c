import { Component, type ReactNode } from 'react';

/** Says what went wrong in a page, in place of an empty window. */
export class Crash extends Component<{ children: ReactNode }, { failure?: Error }> {
  override state: { failure?: Error } = {};

  static getDerivedStateFromError(failure: Error) {
    return { failure };
  }

  override render() {
    if (!this.state.failure) return this.props.children;
    return (
      <div className="notice bad" role="alert">
        <strong>This page could not be drawn.</strong> {this.state.failure.message}
        <button type="button" className="quiet" onClick={() => window.location.reload()}>
          Load it again
        </button>
      </div>
    );
  }
}
