import type { Format, Head } from '../format.ts';
import { appscanXml } from './appscan.ts';
import { cyclonedxJson, cyclonedxXml } from './cyclonedx.ts';
import { fscanCsv, fscanJson, fscanText } from './fscan.ts';
import { acunetix360, nucleiJson, zapJson } from './json-scanners.ts';
import { nessusCsv, nessusXml } from './nessus.ts';
import { httpxJson, masscanJson, masscanList, naabuJson, nmapXml } from './network.ts';
import { openvasCsv, openvasXml } from './openvas.ts';
import { rsasXml } from './rsas.ts';
import { rsasHtml } from './rsas-page.ts';
import { sarif } from './sarif.ts';
import { tableSheet } from './sheet.ts';
import { tableCsv, tablePasted } from './tables.ts';
import { testsslCsv, testsslJson } from './testssl.ts';
import { trivyJson } from './trivy.ts';
import { acunetixXml, burpXml, zapXml } from './web-xml.ts';
import { xrayHtml, xrayJson } from './xray.ts';

/** Every format there is; the first that recognises a file reads it, so the narrow ones stand first. */
export const formats: readonly Format[] = [
  nessusXml, openvasXml, burpXml, zapXml, acunetixXml, appscanXml, nmapXml, cyclonedxXml, rsasXml, rsasHtml, xrayHtml,
  cyclonedxJson, trivyJson, acunetix360, zapJson, sarif, nucleiJson, testsslJson, fscanJson, xrayJson, masscanJson, httpxJson, naabuJson,
  nessusCsv, openvasCsv, testsslCsv, fscanCsv, tablePasted, tableCsv, masscanList, fscanText,
];
export const formatOf = (head: Head): Format | undefined => formats.find((f) => f.recognise(head));
export const formatIds = (): string[] => [...formats.map((f) => f.id), tableSheet.id];
