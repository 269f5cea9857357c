import { useEffect, type ReactNode } from 'react';
import { Link } from './router';

interface Props {
  title: string;
  /** Where it hangs, as [words, address]. */
  above?: [string, string][];
  aside?: ReactNode;
  children: ReactNode;
}

export function Page({ title, above = [], aside, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Model Registry`;
  }, [title]);

  return (
    <>
      <div className="page-head">
        <div>
          {above.length > 0 && (
            <nav aria-label="Path" className="trail">
              {above.map(([name, to]) => (
                <Link key={to} href={to}>
                  {name}
                </Link>
              ))}
            </nav>
          )}
          <h1>{title}</h1>
        </div>
        {aside}
      </div>
      {children}
    </>
  );
}
