import type { Metadata } from "next";
import { listDestinations, listNotifications } from "../../../../actions/notifications.ts";
import { serverClient } from "../../../../api/server-client.ts";
import { PageHead } from "../../../../components/frame/page-head.tsx";
import { Destinations } from "../../../../components/notifications/destinations.tsx";
import { Feed } from "../../../../components/notifications/feed.tsx";
import { PageFault } from "../../../../components/parts/shown/page-fault.tsx";

export const metadata: Metadata = { title: "Notifications" };

const KEEPERS = ["owner", "admin"];

interface NotificationsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function NotificationsPage({ searchParams }: NotificationsPageProps) {
  const team = [(await searchParams).team].flat()[0] || null;
  const client = serverClient();
  const [feed, destinations, { data: teams }, { data: projects }] = await Promise.all([
    listNotifications(),
    listDestinations(team),
    client.call("listTeams", {}),
    client.call("listProjects", {}),
  ]);
  return (
    <>
      <PageHead title="Notifications" />
      <div className="flex max-w-4xl flex-col gap-10 p-5 max-sm:p-3.5">
        {feed.ok ? <Feed first={feed.value} /> : <PageFault fault={feed.error} />}
        <Destinations
          found={destinations}
          team={team}
          teams={teams.filter(({ role }) => KEEPERS.includes(role))}
          projects={projects.filter((project) => team === null || project.team === team).map(({ name }) => name)}
        />
      </div>
    </>
  );
}
