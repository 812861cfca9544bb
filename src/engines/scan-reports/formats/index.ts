import type { Format, Head } from '../format.ts';
import { fscanJson, fscanText, xrayHtml, xrayJson } from './chinese-tools.ts';
import { acunetix360, cyclonedx, nucleiJson, sarif, trivyJson, zapJson } from './json-scanners.ts';
import { nessusCsv, nessusXml } from './nessus.ts';
import { httpxJson, masscanJson, naabuJson, nmapXml } from './network.ts';
import { openvasCsv, openvasXml } from './openvas.ts';
import { rsasHtml, rsasXml } from './rsas.ts';
import { tableCsv, tablePasted } from './tables.ts';
import { testsslCsv, testsslJson } from './testssl.ts';
import { acunetixXml, appscanXml, burpXml, zapXml } from './web-xml.ts';

/** Every format there is; the first that recognises a file reads it, so the narrow ones stand first. */
export const formats: readonly Format[] = [
  nessusXml, openvasXml, burpXml, zapXml, acunetixXml, appscanXml, nmapXml, rsasXml, xrayHtml, rsasHtml,
  cyclonedx, acunetix360, zapJson, sarif, trivyJson, nucleiJson, testsslJson, fscanJson, xrayJson, masscanJson, httpxJson, naabuJson,
  nessusCsv, openvasCsv, testsslCsv, tablePasted, tableCsv, fscanText,
];
export const formatOf = (head: Head): Format | undefined => formats.find((f) => f.recognise(head));
