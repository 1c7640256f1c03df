; The installer for Windows. resources/packaging/windows/installer.py calls the compiler and says
; where things are:
;   iscc /DVersion=1.2.3 /DSource=dist\fewtone /DOutput=dist /DAssociations=…\associations.iss fewtone.iss

#ifndef Version
  #error Say /DVersion=1.2.3, or let resources/packaging/windows/installer.py do it.
#endif

[Setup]
; Windows knows an installed Fewtone by this, so that a new version replaces it: never change it.
AppId={{7B0E5C3F-52C7-4C0B-9B53-0C5D3C1E6E0A}
AppName=Fewtone
AppVersion={#Version}
AppVerName=Fewtone {#Version}
AppPublisher=The Fewtone authors
VersionInfoVersion={#Version}
; For the one user who runs it: nobody has to ask an administrator.
PrivilegesRequired=lowest
DefaultDirName={autopf}\Fewtone
DisableProgramGroupPage=yes
DisableDirPage=auto
DisableReadyPage=yes
; PySide6's wheels are for 64 bits, and Qt 6 begins with Windows 10 1809.
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
ChangesAssociations=yes
; A Fewtone that runs holds its files: setup asks to close it.
CloseApplications=yes
RestartApplications=no
WizardStyle=modern
SetupIconFile=..\..\icons\fewtone.ico
UninstallDisplayIcon={app}\fewtone.exe
UninstallDisplayName=Fewtone
OutputDir={#Output}
OutputBaseFilename=fewtone-{#Version}-windows-x64-setup
Compression=lzma2/max
SolidCompression=yes

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "Put an icon on the &desktop"; Flags: unchecked
Name: "menuentry"; Description: "Add ""Compress with &Fewtone"" to the menu of pictures"

[InstallDelete]
; An older version may have had files that this one does not have.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Source}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\Fewtone"; Filename: "{app}\fewtone.exe"
Name: "{autodesktop}\Fewtone"; Filename: "{app}\fewtone.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\Applications\fewtone.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "Fewtone"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\fewtone.exe\shell\open\command"; ValueType: string; ValueData: """{app}\fewtone.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\Fewtone.Photo"; ValueType: string; ValueData: "Photo"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Fewtone.Photo\DefaultIcon"; ValueType: string; ValueData: "{app}\fewtone.exe,0"
Root: HKA; Subkey: "Software\Classes\Fewtone.Photo\shell\open\command"; ValueType: string; ValueData: """{app}\fewtone.exe"" ""%1"""
; Windows starts the program once for each of many pictures; the window that is open takes them all.
Root: HKA; Subkey: "Software\Classes\SystemFileAssociations\image\shell\Fewtone"; ValueType: string; ValueData: "Compress with Fewtone"; Flags: uninsdeletekey; Tasks: menuentry
Root: HKA; Subkey: "Software\Classes\SystemFileAssociations\image\shell\Fewtone"; ValueType: string; ValueName: "Icon"; ValueData: "{app}\fewtone.exe,0"; Tasks: menuentry
Root: HKA; Subkey: "Software\Classes\SystemFileAssociations\image\shell\Fewtone"; ValueType: string; ValueName: "MultiSelectModel"; ValueData: "Player"; Tasks: menuentry
Root: HKA; Subkey: "Software\Classes\SystemFileAssociations\image\shell\Fewtone\command"; ValueType: string; ValueData: """{app}\fewtone.exe"" ""%1"""; Tasks: menuentry
#include Associations

[Run]
Filename: "{app}\fewtone.exe"; Description: "Open Fewtone"; Flags: nowait postinstall skipifsilent

[UninstallDelete]
Type: dirifempty; Name: "{app}"

[Code]
procedure CurUninstallStepChanged(Step: TUninstallStep);
begin
  { Settings are the user's: they go only when asked for, never in a silent removal. }
  if (Step = usPostUninstall) and not UninstallSilent then
    if MsgBox('Remove your settings of Fewtone as well? Your pictures stay in any case.',
              mbConfirmation, MB_YESNO or MB_DEFBUTTON2) = IDYES then
    begin
      DelTree(ExpandConstant('{userappdata}\Fewtone'), True, True, True);
      DelTree(ExpandConstant('{localappdata}\Fewtone'), True, True, True);
    end;
end;
