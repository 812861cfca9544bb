const items = `${['19506', '22964', '45590', '57582', '42873'].map((id, i) => `<ReportItem port="${[0, 22, 80, 443, 8443][i]}" svc_name="www" protocol="tcp" severity="${i % 5}" pluginID="${id}" pluginName="Example finding ${id}" pluginFamily="General">
<description>${'The remote service shows a weakness of the kind that scanners tell at length. '.repeat(12)}</description><solution>${'Change the setting. '.repeat(8)}</solution><cve>CVE-2020-${10000 + i}</cve><cwe>${200 + i}</cwe><risk_factor>Medium</risk_factor><plugin_output>${'line of output &lt;with&gt; entities\n'.repeat(20)}</plugin_output></ReportItem>`).join('\n')}\n`;
/** A .nessus of so many megabytes, a piece at a time. */
export async function* nessusOf(megabytes: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from('<?xml version="1.0"?><NessusClientData_v2><Report name="bench">');
  let size = 0;
  for (let host = 0; size < megabytes * 1e6; host++) {
    const text = Buffer.from(`<ReportHost name="10.${host >> 16 & 255}.${host >> 8 & 255}.${host & 255}"><HostProperties><tag name="host-ip">10.${host >> 16 & 255}.${host >> 8 & 255}.${host & 255}</tag></HostProperties>${items.repeat(20)}</ReportHost>`);
    size += text.length;
    for (let i = 0; i < text.length; i += 65536) yield text.subarray(i, i + 65536);
  }
  yield Buffer.from('</Report></NessusClientData_v2>');
}
