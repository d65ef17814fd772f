import type { ComponentPropsWithRef } from "react";
import { Icon, type IconName } from "./Icon";

type Props = ComponentPropsWithRef<"button"> & {
  icon: IconName;
  label: string;
  "data-testid"?: string;
};

export function IconButton({ icon, label, className = "", ...rest }: Props) {
  return (
    <button type="button" className={`icon-button ${className}`} aria-label={label} title={label} {...rest}>
      <Icon name={icon} />
    </button>
  );
}
