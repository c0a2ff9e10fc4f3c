import type { ReactNode } from "react";

/** To a page of somebody else; one that isn't of the web is text. */
export function OuterLink({ href, children }: { href: string; children: ReactNode }) {
  const isWeb = URL.canParse(href) && ["https:", "http:"].includes(new URL(href).protocol);
  return isWeb ? (
    <a href={href} target="_blank" rel="noopener noreferrer" title={href} className="text-accent underline">
      {children}
      <span aria-hidden> ↗</span>
    </a>
  ) : (
    <span>{children}</span>
  );
}
