"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { classNames } from "../../parts/class-names.ts";
import { useCount } from "./counts.tsx";
import { isIn, PLACES, type Place } from "./places.ts";

/** At the left: 208 px, icons alone where there is less room, nothing on a phone. */
export function SideBar({ team, children }: { team: ReactNode; children: ReactNode }) {
  const pathname = usePathname();
  return (
    <header className="sticky top-0 flex h-dvh w-52 shrink-0 flex-col border-r border-line bg-sunken max-lg:w-12 max-sm:hidden">
      <Link href="/agent-tasks" className="flex h-12 items-center px-4.5 font-semibold max-lg:px-0">
        <span className="max-lg:hidden">Catalyst</span>
        <span aria-hidden className="w-full text-center lg:hidden">
          C
        </span>
      </Link>
      {team}
      <nav aria-label="Main" className="flex flex-col gap-0.5 px-2 max-lg:px-1">
        {PLACES.map((place) => (
          <PlaceLink key={place.href} place={place} isHere={isIn(place, pathname)} />
        ))}
      </nav>
      <div className="mt-auto flex flex-col gap-1 p-2 max-lg:p-1">{children}</div>
    </header>
  );
}

function PlaceLink({ place: { name, href, icon: Icon, counts }, isHere }: { place: Place; isHere: boolean }) {
  const count = useCount(counts);
  return (
    <Link
      href={href}
      title={name}
      aria-current={isHere ? "page" : undefined}
      className={classNames(
        "relative flex h-7.5 items-center gap-2.5 rounded-control px-2.5 text-ink-2 hover:text-ink max-lg:justify-center max-lg:px-0",
        isHere && "bg-accent-soft font-semibold text-ink",
      )}
    >
      <Icon aria-hidden className="size-4" strokeWidth={1.75} />
      <span className="max-lg:sr-only">{name}</span>
      {count === null ? null : (
        <span
          className={classNames(
            "ml-auto text-xs max-lg:absolute max-lg:top-0 max-lg:right-0.5",
            counts === "needsYou" && "font-semibold text-asks",
          )}
        >
          {count}
        </span>
      )}
    </Link>
  );
}
