import { useId, type ReactNode } from 'react';

/** A headed section. */
export function Card({ title, note, tools, children }: { title: string; note?: ReactNode; tools?: ReactNode; children: ReactNode }) {
  const heading = useId();
  return (
    <section className="card" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{title}</h2>
        {tools}
      </header>
      {note && <p className="hint">{note}</p>}
      {children}
    </section>
  );
}
