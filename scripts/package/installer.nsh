; Part of the Windows installer (electron-builder, "nsis.include"). When Outpost is uninstalled, and not only replaced by
; a newer version, what the app itself wrote into the user's registry goes too: the outpost:// scheme
; (main/desktop/link-events.ts) and the start at login (main/desktop/login-item.ts), which Electron keeps under the app's id.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegKey HKCU "Software\Classes\outpost"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "io.outpost.desktop"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "io.outpost.desktop"
  ${endIf}
!macroend
