import { BarChart3, Bell, FolderGit2, ListChecks, type LucideIcon, ScrollText, Settings } from "lucide-react";

export interface Place {
  name: string;
  href: string;
  icon: LucideIcon;
  /** Which of the frame's counts stands beside it. */
  counts?: "running" | "needsYou";
}

/** Where people go. */
export const PLACES: readonly Place[] = [
  { name: "Tasks", href: "/agent-tasks", icon: ListChecks, counts: "running" },
  { name: "Needs you", href: "/needs-you", icon: Bell, counts: "needsYou" },
  { name: "Projects", href: "/projects", icon: FolderGit2 },
  { name: "Usage", href: "/usage", icon: BarChart3 },
  { name: "Audit", href: "/audit", icon: ScrollText },
  { name: "Settings", href: "/settings/agents", icon: Settings },
];

/** What is set where. */
export const SETTINGS: readonly Pick<Place, "name" | "href">[] = [
  { name: "Model keys", href: "/settings/agents" },
  { name: "GitHub", href: "/settings/github" },
  { name: "Notifications", href: "/settings/notifications" },
  { name: "Team", href: "/settings/team" },
  { name: "API keys", href: "/settings/keys" },
];

/** Whether somebody who is at a path is in this place. */
export function isIn({ href }: Place, pathname: string): boolean {
  const root = href.startsWith("/settings/") ? "/settings" : href;
  return pathname === root || pathname.startsWith(`${root}/`);
}
