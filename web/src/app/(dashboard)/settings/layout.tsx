import type { ReactNode } from "react";
import { SettingsLinks } from "../../../components/frame/bars/settings-links.tsx";

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <SettingsLinks />
      {children}
    </>
  );
}
