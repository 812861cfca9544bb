import { defineErrors } from '../../kernel/errors.ts';

defineErrors({
  'letter.nothing': '所选隐患都不能通报：须有责任单位，且处于待核实或已确认。',
  'letter.signed_already': '这份通知已经签收过了。',
  'letter.withdrawn': '这份通知已撤回。',
  'letter.not_withdrawable': '单位已经反馈，不能撤回。',
  'letter.nothing_overdue': '这个系统没有逾期未整改的隐患，不能发关停通知。',
  'letter.not_online': '这个系统不在线，无需关停。',
  'letter.inspection_needed': '反馈意见书须写明检查日期、方式和双方人员。',
  'letter.unit_gone': '所选单位中有已撤销的，请重新选择。',
  'letter.no_page': '这份文件不能在线阅读，请下载查看。',
  'letter.picture_only': '证据只接收 PNG 或 JPEG 图片。其他材料请在隐患页上传。',
}, {
  'letter.nothing': 'None of these can be notified: each needs a unit, and must be to verify or confirmed.',
  'letter.signed_already': 'This notice was signed for already.',
  'letter.withdrawn': 'This notice was withdrawn.',
  'letter.not_withdrawable': 'The unit has answered; it cannot be withdrawn.',
  'letter.nothing_overdue': 'This system has no overdue hazard; it cannot be ordered shut.',
  'letter.not_online': 'This system is not online.',
  'letter.inspection_needed': 'An opinion says when and how the inspection was, and who took part on both sides.',
  'letter.unit_gone': 'One of the units is no more; choose again.',
  'letter.no_page': 'This file cannot be read here; download it.',
  'letter.picture_only': 'Only PNG or JPEG pictures are taken here. Add other papers on the page of the hazard.',
});
