import type { ReactNode } from "react";
import { whoLooksIfTold } from "../../api/who-looks.ts";
import { BottomBar } from "../../components/frame/bars/bottom-bar.tsx";
import { ConnectionBar } from "../../components/frame/bars/connection-bar.tsx";
import { CountsProvider } from "../../components/frame/bars/counts.tsx";
import { PersonLinks } from "../../components/frame/bars/person-links.tsx";
import { SideBar } from "../../components/frame/bars/side-bar.tsx";
import { TeamPicker } from "../../components/frame/bars/team-picker.tsx";
import { ForgetOthers } from "../../components/frame/forget-others.tsx";
import { Shortcuts } from "../../components/frame/keys/shortcuts.tsx";
import { readTeam } from "../../team/read-team.ts";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  // Where it can't be told for a moment what is shown stays as it is: a frame that isn't made takes its page along.
  const [who, { teams, team }] = await Promise.all([whoLooksIfTold(), readTeam()]);
  const chosen = team?.slug ?? null;
  const person = <PersonLinks who={who} />;
  return (
    <CountsProvider team={chosen}>
      {who === null ? null : <ForgetOthers personId={who.id} />}
      <div className="flex min-h-dvh">
        <a
          href="#content"
          className="sr-only z-30 rounded-control bg-accent px-3 py-1 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
        >
          To the content
        </a>
        <SideBar team={<TeamPicker teams={teams} chosen={chosen} className="mx-2 mb-2 max-lg:mx-1" />}>
          {person}
        </SideBar>
        <main id="content" className="min-w-0 flex-1 pb-(--bottom-bar) sm:pb-0">
          <ConnectionBar />
          {children}
        </main>
        <Shortcuts />
        <BottomBar>
          <TeamPicker teams={teams} chosen={chosen} />
          {person}
        </BottomBar>
      </div>
    </CountsProvider>
  );
}
