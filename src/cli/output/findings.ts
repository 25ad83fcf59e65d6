import type { PreflightFinding } from '../../plan/preflight-finding';
import { sanitise, type Style } from './style';

/** What preflight found, whose move it is, and the fix. */
export function renderFinding({ node, id, message, fix, verdict }: PreflightFinding, style: Style): string[] {
  const about = `${node === undefined ? '' : `${node}: `}${sanitise(message)} [${id}]`;
  if (verdict.kind === 'repaired') return [style.dim(`${about} → repaired by ${verdict.step}`)];
  if (verdict.kind === 'noted') return [style.dim(about), `  ${sanitise(fix)}`];
  if (verdict.kind === 'needs-approval') return [style.yellow(`${about} → needs approval`), `  ${sanitise(fix)}`];
  return [style.red(`${about} → yours to fix`), `  ${sanitise(fix)}`];
}
