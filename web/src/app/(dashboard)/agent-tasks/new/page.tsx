import type { Metadata } from "next";
import { readChoices } from "../../../../api/read-choices.ts";
import { readFormer } from "../../../../api/read-former.ts";
import { NewTaskForm } from "../../../../components/agents/new-task-form.tsx";
import { PageHead } from "../../../../components/frame/page-head.tsx";
import { filledOf } from "../../../../tasks/new/former.ts";
import { readPrefill } from "../../../../tasks/new/read-prefill.ts";

export const metadata: Metadata = { title: "New task" };

interface NewTaskPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function NewTaskPage({ searchParams }: NewTaskPageProps) {
  const said = await searchParams;
  const former = await readFormer([said.from].flat()[0]);
  const choices = await readChoices([said.project].flat()[0] ?? former?.project);
  return (
    <>
      <PageHead title="New task" />
      <NewTaskForm
        choices={choices}
        prefill={former === null ? readPrefill(said, choices.agents) : filledOf(former, choices.agents)}
        former={former?.number ?? null}
      />
    </>
  );
}
