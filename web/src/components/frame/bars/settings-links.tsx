"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { classNames } from "../../parts/class-names.ts";
import { SETTINGS } from "./places.ts";

/** From one page of settings to the others. */
export function SettingsLinks() {
  const pathname = usePathname();
  return (
    <nav aria-label="Settings" className="flex gap-1 overflow-x-auto border-b border-line px-4 max-sm:px-2.5">
      {SETTINGS.map(({ name, href }) => (
        <Link
          key={href}
          href={href}
          aria-current={pathname === href ? "page" : undefined}
          className={classNames(
            "flex h-10 shrink-0 items-center border-b-2 border-transparent px-1.5 text-ink-2 hover:text-ink max-sm:h-11",
            pathname === href && "border-accent font-semibold text-ink",
          )}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
