/** Where `G` and a letter lead. */
export const LED_BY_KEY: Record<string, string> = {
  t: "/agent-tasks",
  n: "/needs-you",
  p: "/projects",
  u: "/usage",
  s: "/settings/agents",
};

interface KeyGroup {
  where: string;
  keys: readonly [keys: string, does: string][];
}

/** All keys that do something, as the map shows them. */
export const KEY_MAP: readonly KeyGroup[] = [
  {
    where: "Everywhere",
    keys: [
      ["?", "this map"],
      ["Ctrl K", "go anywhere, find a task"],
      ["C", "new task"],
      ["G T", "tasks"],
      ["G N", "what needs you"],
      ["G P", "projects"],
      ["G U", "usage"],
      ["G S", "settings"],
    ],
  },
  {
    where: "In the list of tasks",
    keys: [
      ["/", "search"],
      ["J", "down"],
      ["K", "up"],
      ["O", "open"],
      ["X", "choose it, to do something with several"],
      ["E", "archive it, or what is chosen"],
      [".", "what else can be done with it"],
    ],
  },
  {
    where: "On a task",
    keys: [
      ["A", "approve"],
      ["R", "retry"],
      ["E", "archive, or put back"],
      [".", "what can be done with it"],
      ["M", "write a message"],
      ["F", "follow the log"],
      ["1 – 5", "tabs"],
      ["[ ]", "the attempt before, the next"],
      ["N P", "the next changed file, the one before"],
      ["V", "mark the file as viewed"],
      ["Ctrl F", "find in the log"],
      ["Ctrl Enter", "send the message"],
      ["Esc", "back to the list"],
    ],
  },
];
