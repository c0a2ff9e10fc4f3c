"use client";

import { Menu, Plus } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { classNames } from "../../parts/class-names.ts";
import { useCount } from "./counts.tsx";
import { isIn, PLACES } from "./places.ts";

const NAMED = ["/agent-tasks", "/needs-you"];
/** Here it is a place of its own. */
const NEW = "/agent-tasks/new";

/** At the bottom of a phone: where a thumb reaches. */
export function BottomBar({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-20 grid grid-cols-4 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      {PLACES.filter(({ href }) => NAMED.includes(href)).map((place) => (
        <BarLink
          key={place.href}
          href={place.href}
          name={place.name}
          isHere={isIn(place, pathname) && pathname !== NEW}
          count={place.counts === "needsYou" ? "needsYou" : undefined}
        >
          <place.icon aria-hidden className="size-5" strokeWidth={1.75} />
        </BarLink>
      ))}
      <BarLink href={NEW} name="New" isHere={pathname === NEW}>
        <Plus aria-hidden className="size-5" strokeWidth={1.75} />
      </BarLink>
      <More>{children}</More>
    </nav>
  );
}

interface BarLinkProps {
  href: string;
  name: string;
  isHere: boolean;
  count?: "needsYou" | undefined;
  children: ReactNode;
}

function BarLink({ href, name, isHere, count, children }: BarLinkProps) {
  const counted = useCount(count);
  return (
    <Link
      href={href}
      aria-current={isHere ? "page" : undefined}
      className={classNames(
        "flex h-14 flex-col items-center justify-center gap-0.5 text-xs text-ink-2",
        isHere && "font-semibold text-ink",
      )}
    >
      {children}
      <span>
        {name}
        {counted === null ? null : <span className="ml-1 font-semibold text-asks">{counted}</span>}
      </span>
    </Link>
  );
}

/** Opened by the browser itself: it works before any script has. */
function More({ children }: { children: ReactNode }) {
  return (
    <details className="group">
      <summary className="flex h-14 list-none flex-col items-center justify-center gap-0.5 text-xs text-ink-2">
        <Menu aria-hidden className="size-5" strokeWidth={1.75} />
        More
      </summary>
      <div className="absolute inset-x-0 bottom-full flex flex-col border-t border-line bg-surface p-2 shadow-lg">
        {PLACES.filter(({ href }) => !NAMED.includes(href)).map(({ name, href, icon: Icon }) => (
          <Link key={href} href={href} className="flex h-11 items-center gap-3 px-3">
            <Icon aria-hidden className="size-4" strokeWidth={1.75} />
            {name}
          </Link>
        ))}
        {children}
      </div>
    </details>
  );
}
