import plistlib

from core.version import VERSION
from resources import path
from resources.packaging.macos import disk_image
from resources.packaging.macos.info_plist import info_plist


def test_the_property_list_is_one_and_takes_no_kind_of_file_away():
    said = plistlib.loads(plistlib.dumps(info_plist(VERSION)))
    assert said["LSMinimumSystemVersion"] == "13.0"
    assert said["CFBundleShortVersionString"] == VERSION
    kinds = said["CFBundleDocumentTypes"]
    assert {kind["LSHandlerRank"] for kind in kinds} == {"Alternate"}
    assert {each for kind in kinds for each in kind["LSItemContentTypes"]} == {
        "public.image",
        "public.folder",
    }


def test_the_hardened_runtime_gives_one_right_up():
    # Each further right is a door for foreign code: nobody adds one unseen.
    rights = plistlib.loads(path("packaging/macos/entitlements.plist").read_bytes())
    assert rights == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


def test_an_image_is_signed_and_notarized_only_with_what_that_needs(tmp_path):
    image = tmp_path / "fewtone.dmg"

    def programs(identity, profile):
        steps = disk_image.commands(image, tmp_path, identity, profile)
        assert all(str(image) in step for step in steps)
        return [" ".join(step[:2]) for step in steps]

    assert programs("", "") == programs("", "notary") == ["hdiutil create"]
    assert programs("Somebody", "") == ["hdiutil create", "codesign --sign"]
    assert programs("Somebody", "notary")[2:] == ["xcrun notarytool", "xcrun stapler"]
