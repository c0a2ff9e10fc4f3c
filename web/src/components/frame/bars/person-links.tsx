import { LogOut, UserRound } from "lucide-react";
import type { Me } from "../../../api/who-looks.ts";
import { ThemeSwitch } from "./theme-switch.tsx";

const ROW =
  "flex h-7.5 items-center gap-2.5 rounded-control px-2.5 text-ink-2 hover:text-ink max-lg:justify-center max-lg:px-0 max-sm:h-11 max-sm:justify-start max-sm:gap-3 max-sm:px-3";
const WORD = "truncate max-lg:sr-only max-sm:not-sr-only";

/** Who is signed in (null: nobody can tell just now), what they see it in, and the way out. */
export function PersonLinks({ who }: { who: Pick<Me, "name" | "login"> | null }) {
  const login = who?.login ?? "you";
  return (
    <>
      <ThemeSwitch className={ROW} wordClassName={WORD} />
      <a href="/sign-in/done" className={ROW} title={`Signed in as ${login}`}>
        <UserRound aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
        <span className={WORD}>{who === null || who.name === "" ? login : who.name}</span>
      </a>
      <form action="/sign-in/out" method="post">
        <button type="submit" className={`${ROW} w-full`} title="Sign out">
          <LogOut aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
          <span className={WORD}>Sign out</span>
        </button>
      </form>
    </>
  );
}
