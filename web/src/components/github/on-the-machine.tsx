import { CopyLine } from "../parts/shown/copy-line.tsx";
import { Section } from "../parts/shown/section.tsx";

const COMMANDS = [
  { what: "Make an App, and add it", command: "catalyst github setup" },
  {
    what: "See how the Apps and their repositories stand, and what GitHub couldn't tell",
    command: "catalyst github doctor",
  },
  { what: "Begin what was asked before Catalyst looked there for the first time", command: "catalyst github backfill" },
  {
    what: "Say which accounts people may assign beside the App's bot",
    command: "catalyst github set <app> --user <login>",
  },
] as const;

/** What a browser can't: whoever had taken over a session could put an App of their own in the place through which everything is heard. */
export function OnTheMachine() {
  return (
    <Section
      title="On the server's machine"
      hint="An App's key opens every repository that lets the App in. So it is its machine's owner alone who does this, there:"
    >
      <dl className="flex flex-col gap-3">
        {COMMANDS.map(({ what, command }) => (
          <div key={command}>
            <dt className="text-ink-2">{what}</dt>
            <dd>
              <CopyLine text={command} />
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
