import type { ThemeConfig } from 'antd';

/** Ant Design's default colours miss WCAG AA on text; these pass 4.5:1 on white and on the page's grey. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#0958d9', colorPrimaryHover: '#003eb3', colorLink: '#0958d9', colorLinkHover: '#003eb3', colorInfo: '#0958d9', colorError: '#b9151c', colorSuccess: '#237804', colorWarning: '#874d00',
    colorText: '#1c2430', colorTextSecondary: '#4a5563', colorTextTertiary: '#5c6673', colorTextDescription: '#4a5563', colorTextPlaceholder: '#6b6b6b', colorTextQuaternary: '#6b6b6b',
    colorSuccessBg: '#eaf6e3', colorSuccessBorder: '#b5d99c', colorErrorBg: '#fdecec', colorErrorBorder: '#efb5b8', colorWarningBg: '#fff4dd', colorWarningBorder: '#e0b65c', colorInfoBg: '#e8f1ff', colorInfoBorder: '#8db6f0',
    colorBgLayout: '#f4f6f9', colorBorder: '#c3cad4', colorBorderSecondary: '#e3e7ed',
    // nothing flies in: calmer, quicker on old phones, and a list opened at once is never measured in mid-flight.
    // Told to antd itself: animations shortened by a style sheet leave its pop-ups outside the window
    motion: false,
    borderRadius: 6, controlHeight: 36, controlHeightSM: 28, fontSize: 14,
    fontFamily: '-apple-system, BlinkMacSystemFont, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Segoe UI", sans-serif',
  },
  components: {
    Segmented: { itemColor: '#3a4452' },
    Form: { itemMarginBottom: 18, verticalLabelPadding: '0 0 4px' },
    Empty: { colorTextDescription: '#4a5563' },
  },
};
