/** What the work is called that a document orders: `关于印发《示例大学网络安全专项整治行动实施方案》的通知` orders 示例大学网络安全专项整治行动.
 *  A title that is no title of a document, or of which nothing would be left, stays. */
export function actionName(title: string): string {
  const quoted = /关于(?:印发|转发|下发)[^《]*《([^》]+)》/.exec(title)?.[1];
  let name = (quoted ?? title).trim().replace(/[（(](?:试行|暂行|征求意见稿|讨论稿|修订稿|[^（）()]{1,30}号)[）)]$/, '');
  const about = /^(.*?)关于(?:(?:组织|认真|扎实|深入|切实|进一步|全面)*(?:开展|做好|加强|推进|落实|实施|启动|印发|转发|下发)好?)?(.+?)的(?:通知|意见|决定|函)$/.exec(name);
  if (about) name = `${about[1]}${about[2]}`;
  name = name.replace(/的通知$/, '').replace(/(?:的)?(?:(?:总体|具体)?实施方案|实施意见|方案|要点|计划|安排)$/, '').replace(/(行动|活动|演练)工作$/, '$1');
  if ([...name].length < 4) return title;
  return /(?:行动|活动|工作|演练|任务|年|周|月)$/.test(name) ? name : `${name}工作`;
}
