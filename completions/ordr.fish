# fish completion for ordr. It knows nothing itself: the program is asked, so that it is never out of date.

function __ordr_complete
	set -l words (commandline -opc)
	set -l command $words[1]
	set -e words[1]
	set -l word (commandline -ct)
	for line in ($command __complete -- $words $word 2>/dev/null)
		if test "$line" = ":files"
			set -l option (string match -r -- '^--[^=]*=' $word)
			for file in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' $word))
				echo -- "$option$file"
			end
		else
			echo -- $line
		end
	end
end

complete -c ordr -f -a '(__ordr_complete)'
