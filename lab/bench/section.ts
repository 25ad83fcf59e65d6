/** The page with this section in place of the one of the same heading, or at its end; markdown, `## ` at its head. */
export function putSection(page: string, section: string): string {
  const [heading = ''] = section.split('\n');
  const sections = page.trimEnd().split(/\n+(?=## )/);
  const at = sections.findIndex((each) => each.startsWith(`${heading}\n`));
  const put = at < 0 ? [...sections, section.trim()] : sections.with(at, section.trim());
  return `${put.map((each) => each.trim()).join('\n\n')}\n`;
}

/** The section of this heading; undefined where there is none. */
export function findSection(page: string, heading: string): string | undefined {
  return page.split(/\n+(?=## )/).find((each) => each.startsWith(`## ${heading}\n`));
}
