/** The pages of a home that has had a task. */
export const PAGES = [
  ...["/agent-tasks", "/agent-tasks/1", "/agent-tasks/new", "/needs-you", "/projects", "/usage", "/audit"],
  ...["/projects/default/settings/agents", "/settings/agents", "/settings/team", "/settings/keys"],
  ...["/settings/github", "/settings/notifications"],
];

/** Addresses that lead nowhere: what the page of a task or of a project doesn't know, and what no page has. */
export const NOWHERE = ["/agent-tasks/987654321", "/projects/nobody~none/settings/agents", "/nowhere"];
